import { PrismaPg } from "npm:@prisma/adapter-pg@7.10.1";
import { serve } from "../_shared/serve.ts";
import { PrismaClient } from "./generated/client.ts";

const prisma = new PrismaClient({
  adapter: new PrismaPg({ connectionString: Deno.env.get("CORPUS_DATABASE_URL")! }),
});

serve(async () => {
  await prisma.task.deleteMany();
  await prisma.task.createMany({ data: [{ title: "write" }, { title: "ship", done: true }] });
  const open = await prisma.task.findMany({ where: { done: false }, select: { title: true } });
  const counted = await prisma.task.groupBy({ by: ["done"], _count: true, orderBy: { done: "asc" } });
  return { open, counted };
});

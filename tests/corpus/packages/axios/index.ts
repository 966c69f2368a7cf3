import axios from "npm:axios@1.21.1";
import { loopback, serve } from "../_shared/serve.ts";

serve(async () => {
  const api = axios.create({ baseURL: `${loopback}/things`, timeout: 5000 });
  const { data, status } = await api.post("/echo", { a: [1, "ä"] });
  const missing = await api.get("/missing").catch((error) => error.response?.status);
  return { data, status, missing };
});

import { Bot, webhookCallback } from "npm:grammy@1.46.0";
import { loopback, serve } from "../_shared/serve.ts";

const me = { id: 1, is_bot: true, first_name: "Bot", username: "corpus_bot" };
const bot = new Bot("123:corpus", {
  client: { apiRoot: loopback },
  // deno-lint-ignore no-explicit-any
  botInfo: me as any,
});
bot.command("start", (context) => context.reply(`Hello ${context.from?.first_name}`));
const handle = webhookCallback(bot, "std/http");

serve(async () => {
  const update = {
    update_id: 1,
    message: {
      message_id: 2,
      date: 1767322800,
      chat: { id: 5, type: "private", first_name: "Ada" },
      from: { id: 5, is_bot: false, first_name: "Ada" },
      text: "/start",
      entities: [{ type: "bot_command", offset: 0, length: 6 }],
    },
  };
  const answer = await handle(
    new Request("https://example.com/bot", { method: "POST", body: JSON.stringify(update) }),
  );
  return { status: answer.status, sent: await bot.api.sendMessage(5, "Bye") };
});

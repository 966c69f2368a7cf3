import { REST } from "npm:@discordjs/rest@2.6.3";
import { Routes } from "npm:discord-api-types@0.38.57/v10";
import { loopback, serve } from "../_shared/serve.ts";

const rest = new REST({ api: `${loopback}/discord`, version: "10" }).setToken("corpus");

serve(() => rest.post(Routes.channelMessages("1"), { body: { content: "Hello" } }));

import Handlebars from "npm:handlebars@4.7.10";
import { serve } from "../_shared/serve.ts";

Handlebars.registerHelper("upper", (text: string) => text.toUpperCase());
const template = Handlebars.compile("{{#each items}}{{upper name}}: {{price}}; {{else}}none{{/each}}{{raw}}");

serve(() => [template({ items: [{ name: "a", price: 1 }, { name: "b", price: 2 }], raw: "<b>" }), template({ items: [] })]);

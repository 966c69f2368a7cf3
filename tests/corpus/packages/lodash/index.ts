import _ from "npm:lodash@4.18.1";
import { serve } from "../_shared/serve.ts";

serve(() => ({
  grouped: _.groupBy([1.2, 1.8, 2.1], Math.floor),
  merged: _.merge({ a: { b: 1 } }, { a: { c: 2 } }),
  template: _.template("Hello <%= name %>")({ name: "Ada" }),
  chunks: _.chunk(_.range(5), 2),
}));

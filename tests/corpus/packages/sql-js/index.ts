import { Buffer } from "node:buffer";
import initSqlJs from "npm:sql.js@1.17.0";
import { serve } from "../_shared/serve.ts";

serve(async () => {
  const SQL = await initSqlJs();
  const db = new SQL.Database();
  db.run("create table t (a int, b text); insert into t values (1, 'one'), (2, 'two')");
  const bytes = db.export();
  return { rows: db.exec("select * from t where a > 1"), magic: Buffer.from(bytes.slice(0, 15)).toString() };
});

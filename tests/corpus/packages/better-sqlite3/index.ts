import Database from "npm:better-sqlite3@12.11.1";
import { serve } from "../_shared/serve.ts";

serve(() => new Database(":memory:").prepare("select 1 + 1 as two").get());

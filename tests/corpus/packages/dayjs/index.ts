import dayjs from "npm:dayjs@1.11.23";
import relativeTime from "npm:dayjs@1.11.23/plugin/relativeTime.js";
import timezone from "npm:dayjs@1.11.23/plugin/timezone.js";
import utc from "npm:dayjs@1.11.23/plugin/utc.js";
import { serve } from "../_shared/serve.ts";

dayjs.extend(utc);
dayjs.extend(timezone);
dayjs.extend(relativeTime);

serve(() => ({
  tokyo: dayjs.utc("2026-01-02T20:00:00Z").tz("Asia/Tokyo").format("YYYY-MM-DD HH:mm Z"),
  distance: dayjs("2026-01-01").from(dayjs("2026-02-01")),
}));

import { DateTime, Interval } from "npm:luxon@3.7.2";
import { serve } from "../_shared/serve.ts";

serve(() => {
  const at = DateTime.fromISO("2026-03-29T00:30", { zone: "Europe/Berlin" });
  return {
    shifted: at.plus({ hours: 2 }).toISO(),
    text: at.setLocale("fr").toLocaleString(DateTime.DATE_FULL),
    days: Interval.fromISO("2026-01-01/2026-03-01").length("days"),
  };
});

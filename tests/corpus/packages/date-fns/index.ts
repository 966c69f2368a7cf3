import { addMonths, differenceInCalendarDays, format, formatDistance, parseISO } from "npm:date-fns@4.4.0";
import { de } from "npm:date-fns@4.4.0/locale";
import { serve } from "../_shared/serve.ts";

serve(() => {
  const day = parseISO("2026-01-31T10:00:00Z");
  return {
    next: addMonths(day, 1).toISOString(),
    german: format(day, "EEEE, d. MMMM yyyy", { locale: de }),
    distance: formatDistance(day, parseISO("2026-03-01T00:00:00Z")),
    days: differenceInCalendarDays(parseISO("2028-03-01"), parseISO("2028-02-01")),
  };
});

import { SpanKind } from "npm:@opentelemetry/api@1.10.0";
import { OTLPTraceExporter } from "npm:@opentelemetry/exporter-trace-otlp-http@0.223.1";
import { SimpleSpanProcessor } from "npm:@opentelemetry/sdk-trace-base@2.12.1";
import { NodeTracerProvider } from "npm:@opentelemetry/sdk-trace-node@2.12.1";
import { loopback, serve } from "../_shared/serve.ts";

const exporter = new OTLPTraceExporter({ url: `${loopback}/otlp/v1/traces` });
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const tracer = provider.getTracer("corpus");

serve(async () => {
  const inner = tracer.startActiveSpan("outer", { kind: SpanKind.SERVER }, (outer) => {
    const inner = tracer.startSpan("inner");
    inner.end();
    outer.end();
    return inner.parentSpanContext?.spanId === outer.spanContext().spanId;
  });
  await provider.forceFlush();
  return { isChild: inner };
});

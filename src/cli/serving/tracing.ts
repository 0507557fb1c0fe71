/** One OpenTelemetry span per request, exported over OTLP/HTTP where the environment names an endpoint; else nothing is loaded. */
import type { Attributes, Context } from '@opentelemetry/api';
import type { Logger } from 'pino';
import type { FinishedRequest } from '../../gateway.js';
import { version } from '../../version.js';
import { CommandError, exitCodes } from '../output/terminal.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Takes finished requests until it is closed. */
interface Tracing {
  readonly onRequestDone: (finished: FinishedRequest) => void;
  /** Sends what is left. Never rejects: a receiver that is gone stops nothing. */
  close(): Promise<void>;
}

const SERVER_FAULT = 500;
const EXPORT_LIMIT_MS = 3_000;

/**
 * Begins to trace where OTEL_EXPORTER_OTLP_ENDPOINT (or …_TRACES_ENDPOINT) is set; the other OTEL_* variables are read by
 * OpenTelemetry itself. @throws CommandError (config) where its packages were left out of the installation.
 */
export async function startTracing(
  environment: Environment,
  logger: Logger,
): Promise<Tracing | undefined> {
  const isWanted =
    isSet(environment['OTEL_EXPORTER_OTLP_ENDPOINT']) ||
    isSet(environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']);
  if (!isWanted || environment['OTEL_SDK_DISABLED'] === 'true') return undefined;
  const { api, exporter, resources, sdk } = await loadOpenTelemetry();
  // What goes wrong with the export, in our log; OpenTelemetry's own way would be the console.
  const warn = (message: string): void => logger.warn({ reason: message }, 'tracing');
  const quiet = (): void => undefined;
  api.diag.setLogger(
    { error: warn, warn, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: api.DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const provider = new sdk.BasicTracerProvider({
    resource: resources
      .resourceFromAttributes({ 'service.name': 'masq-gateway', 'service.version': version })
      .merge(resources.detectResources({ detectors: [resources.envDetector] })),
    spanProcessors: [
      new sdk.BatchSpanProcessor(new exporter.OTLPTraceExporter(limitOf(environment))),
    ],
  });
  const tracer = provider.getTracer('masq-gateway', version);
  return {
    onRequestDone: (finished) => {
      const startTime = finished.startedMs;
      const span = tracer.startSpan(
        nameOf(finished),
        { kind: api.SpanKind.SERVER, startTime, attributes: attributesOf(finished) },
        parentOf(api, finished),
      );
      if ((finished.status ?? 0) >= SERVER_FAULT) {
        span.setStatus({ code: api.SpanStatusCode.ERROR });
      }
      span.end(startTime + finished.durationMs);
    },
    close: async () => {
      await provider.shutdown().catch((error: unknown) => {
        warn(error instanceof Error ? error.message : 'the last spans were not sent');
      });
    },
  };
}

/** The end of a gateway waits for its last spans: by default not for the ten seconds of OpenTelemetry. */
function limitOf(environment: Environment): { readonly timeoutMillis?: number } {
  const isChosen =
    isSet(environment['OTEL_EXPORTER_OTLP_TIMEOUT']) ||
    isSet(environment['OTEL_EXPORTER_OTLP_TRACES_TIMEOUT']);
  return isChosen ? {} : { timeoutMillis: EXPORT_LIMIT_MS };
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

type OpenTelemetry = Awaited<ReturnType<typeof loadOpenTelemetry>>;

async function loadOpenTelemetry() {
  try {
    const [api, exporter, resources, sdk] = await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/sdk-trace-base'),
    ]);
    return { api, exporter, resources, sdk };
  } catch (error) {
    throw new CommandError(
      exitCodes.config,
      'OTEL_EXPORTER_OTLP_ENDPOINT is set, but the OpenTelemetry packages were left out of this installation. Install masq-gateway without --omit=optional, or unset the variable.',
      { cause: error },
    );
  }
}

/** The caller's span where he told of one; a trace of its own begins where he did not. */
function parentOf(api: OpenTelemetry['api'], { trace }: FinishedRequest): Context {
  if (trace === undefined) return api.ROOT_CONTEXT;
  return api.trace.setSpanContext(api.ROOT_CONTEXT, {
    traceId: trace.traceId,
    spanId: trace.parentId,
    traceFlags: trace.sampled ? api.TraceFlags.SAMPLED : api.TraceFlags.NONE,
    isRemote: true,
  });
}

function nameOf({ method, route }: FinishedRequest): string {
  return route === undefined ? method : `${method} ${route}`;
}

/** Names after OpenTelemetry's HTTP conventions where there is one; what is not known is left out. */
function attributesOf(finished: FinishedRequest): Attributes {
  const { problem } = finished;
  return {
    'http.request.method': finished.method,
    'http.route': finished.route,
    'http.response.status_code': finished.status,
    'error.type': problem?.code,
    'masq.request_id': finished.requestId,
    'masq.operation_id': finished.operationId,
    'masq.opcode': finished.opcode,
    'masq.context_id': finished.contextId,
    'masq.outcome': finished.outcome,
  };
}

/**
 * How programs tell that another one answered with an error: gRPC's status in its clients (grpc.io/docs/guides/status-codes,
 * 2026-11) and HTTP's 5xx. A refusal of 4xx is left out, since it is as often about what was asked.
 */
const REMOTE_ANSWER =
  /\bStatusRuntimeException\b|\brpc error: code ?=|\bRpcException\b|\bgrpc\._channel\b|\b(?:answered|responded|replied|status(?: code)?|HTTP)[ :=]{1,3}(?:with )?(?:status )?(?:code )?5\d\d\b/i;

/** Whether a message only reports what the service that was called had answered: where it was noticed is not where it failed. */
export function isRemoteAnswer(message: string): boolean {
  return REMOTE_ANSWER.test(message.slice(0, 2_000));
}

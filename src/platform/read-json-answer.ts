import { OperationalError } from './errors.ts';
import type { HttpAnswer } from './http-client.ts';

/**
 * The JSON of an answer. Throws OperationalError `upstream-nonsense` where there is none: a login page that came with
 * status 200 is told as such, because that is what an expired credential behind a proxy looks like.
 */
export function readJsonAnswer(answer: HttpAnswer, from: string): unknown {
  if (isHtml(answer)) {
    throw new OperationalError(
      'upstream-nonsense',
      `${from} answered with a web page instead of JSON, most likely a login page: check the address and the credentials`,
      { status: answer.status },
    );
  }
  try {
    return JSON.parse(answer.text);
  } catch (error) {
    throw new OperationalError('upstream-nonsense', `${from} answered with something that is not JSON`, {
      status: answer.status,
      cause: error,
    });
  }
}

function isHtml({ headers, text }: HttpAnswer): boolean {
  const type = headers.get('content-type') ?? '';
  return (
    /^(text\/html|application\/xhtml)/i.test(type) || /^\s*<(!doctype|html|head|body)\b/i.test(text.slice(0, 1_000))
  );
}

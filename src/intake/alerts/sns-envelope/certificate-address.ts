/**
 * The one shape of address under which SNS keeps its certificates. Compared as text, before any parsing: user names,
 * ports, fragments, other hosts of AWS such as S3's, and look-alikes have no place in it.
 */
const CERTIFICATE =
  /^https:\/\/sns\.[a-z]{2}(?:-[a-z]+)+-\d\.amazonaws\.com(?:\.cn)?\/SimpleNotificationService-[0-9a-f]{32}\.pem$/;

/** The address of a signing certificate; undefined where SNS would not keep one there. */
export function certificateAddress(text: string): URL | undefined {
  return text.length <= 200 && CERTIFICATE.test(text) ? new URL(text) : undefined;
}

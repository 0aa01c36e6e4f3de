import { verify, X509Certificate } from 'node:crypto';
import { type EpochMs, HOUR_MS } from '../../../investigation/time.ts';
import { vendorTime } from '../../vendor-time.ts';
import type { CertificateSeal } from '../contract.ts';
import { certificateAddress } from './certificate-address.ts';
import { parseEnvelope } from './envelope.ts';
import { stringToSign } from './string-to-sign.ts';

/** SNS tries again for at most 3,600 s, so an older message is a replay. */
const LONGEST_AGE_MS = HOUR_MS;
/** `sns.amazonaws.com`, and in newer regions and other partitions `sns-signing.REGION…`, `sns.REGION…`. */
const SIGNER = /^sns(?:[.-][a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/;
const DIGESTS = { '1': 'RSA-SHA1', '2': 'RSA-SHA256' } as const;
const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/**
 * SNS's own signature. It proves only that some account's topic sent the message, so the topic must be one that the
 * endpoint names, before anything is fetched. Raw delivery is unsigned and is refused.
 */
export const snsSeal: CertificateSeal = {
  certificateAt({ headers, body, now }, { topics = [] }) {
    if (headers['x-amz-sns-rawdelivery'] !== undefined) return undefined;
    const envelope = parseEnvelope(body);
    if (envelope === undefined || !topics.includes(envelope.TopicArn)) return undefined;
    const sentAt = vendorTime(envelope.Timestamp);
    if (sentAt === undefined || Math.abs(now - sentAt) > LONGEST_AGE_MS) return undefined;
    return certificateAddress(envelope.SigningCertURL);
  },
  verify({ body, now }, pem) {
    const envelope = parseEnvelope(body);
    if (envelope === undefined) return false;
    try {
      const [leaf, ...issuers] = (pem.match(PEM_CERTIFICATE) ?? []).map((one) => new X509Certificate(one));
      if (leaf === undefined || !isSnsCertificate(leaf, now) || !isChain([leaf, ...issuers], now)) return false;
      const signature = Buffer.from(envelope.Signature, 'base64');
      return verify(DIGESTS[envelope.SignatureVersion], Buffer.from(stringToSign(envelope)), leaf.publicKey, signature);
    } catch {
      return false;
    }
  },
};

function isSnsCertificate(certificate: X509Certificate, now: EpochMs): boolean {
  const names = [
    ...certificate.subject
      .split('\n')
      .filter((line) => line.startsWith('CN='))
      .map((line) => line.slice('CN='.length)),
    ...(certificate.subjectAltName ?? '').split(', ').map((name) => name.replace(/^DNS:/, '')),
  ];
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  const strong = asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2_048;
  return strong && isValidAt(certificate, now) && names.some((name) => SIGNER.test(name));
}

/** Each certificate of the file is issued by the one after it. AWS sends the leaf alone; the fetch itself is by TLS. */
function isChain(certificates: readonly X509Certificate[], now: EpochMs): boolean {
  return certificates.every((certificate, at) => {
    const issuer = certificates[at + 1];
    if (issuer === undefined) return true;
    return (
      issuer.ca && isValidAt(issuer, now) && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
    );
  });
}

function isValidAt({ validFromDate, validToDate }: X509Certificate, now: EpochMs): boolean {
  return validFromDate.getTime() <= now && now <= validToDate.getTime();
}

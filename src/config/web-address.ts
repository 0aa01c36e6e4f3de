const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** What is wrong with an address that traffic with secrets goes to, or undefined: https, or http to this machine. */
export function addressProblem(address: string): string | undefined {
  if (!URL.canParse(address)) return 'is not an address';
  const { protocol, hostname, username, password, search, hash } = new URL(address);
  if (username !== '' || password !== '') return 'holds a user name or password';
  if (search !== '' || hash !== '') return 'holds a query or a fragment';
  if (protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname))) return undefined;
  return 'does not begin with https:// (http:// is for this machine only)';
}

/** The address without a slash at its end. */
export function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}

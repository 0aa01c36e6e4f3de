const HOST =
  /(?:https?:\/\/|host=['"`]?|lookup |connect(?:ing|ion)? to |getaddrinfo \w{1,20} )([a-z0-9][a-z0-9.-]{2,120})/gi;
const INSIDE = /(^|\.)(localhost|local|internal|svc|cluster|lan|intranet|corp|test|invalid|consul)(\.|$)/;
const NUMBERS = /^[0-9.]+$/;

/** The hosts that a message names and that do not look like our own: with a domain, and neither an address nor an internal name. */
export function outsideHosts(message: string): string[] {
  const hosts = new Set<string>();
  for (const match of message.slice(0, LONGEST_MESSAGE).matchAll(HOST)) {
    const host = (match[1] ?? '').toLowerCase().replace(/\.+$/, '');
    if (host.includes('.') && !NUMBERS.test(host) && !INSIDE.test(host)) hosts.add(host);
  }
  return [...hosts];
}

const LONGEST_MESSAGE = 2_000;

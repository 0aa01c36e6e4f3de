import { BlockList, isIPv6 } from 'node:net';

/** Never reached, whoever names it: cloud metadata services, link-local, unspecified, multicast and broadcast. */
const NEVER = blockList([
  ['169.254.0.0', 16],
  ['fe80::', 10],
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
  ['192.0.0.192', 32],
  ['fd00:ec2::254', 128],
  ['64:ff9b::a9fe:0', 112],
  ['2002:a9fe::', 32],
  ['0.0.0.0', 8],
  ['::', 128],
  ['224.0.0.0', 4],
  ['ff00::', 8],
  ['240.0.0.0', 4],
]);

/** Reached only where the operator's own configured address names the host: loopback and private networks. */
const PRIVATE = blockList([
  ['127.0.0.0', 8],
  ['::1', 128],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['192.0.0.0', 24],
  ['198.18.0.0', 15],
  ['fc00::', 7],
  ['fec0::', 10],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
]);

/**
 * Why an IP address may not be connected to, or `undefined`. IPv4 addresses written as IPv6 are judged as IPv4.
 * `named` says that the operator configured this very host.
 */
export function refusedAddress(ip: string, named: boolean): string | undefined {
  const bare = ip.split('%')[0] ?? ip;
  const family = isIPv6(bare) ? 'ipv6' : 'ipv4';
  if (NEVER.check(bare, family)) return 'is a link-local, metadata or reserved address';
  return !named && PRIVATE.check(bare, family) ? 'is a private address that no configured address names' : undefined;
}

function blockList(subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, isIPv6(network) ? 'ipv6' : 'ipv4');
  return list;
}

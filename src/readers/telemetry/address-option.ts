import { z } from 'zod';

/** An address in a connection's settings: http or https, and nothing in it that may hold a secret. */
export const AddressOption = z
  .url({ protocol: /^https?$/, error: 'is not an http or https address' })
  .refine((url) => !/[@?#]/.test(url), 'holds a user, a query or a fragment');

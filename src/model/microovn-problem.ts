import type { Value } from './change.ts';
import type { MicroovnUnread } from './facts.ts';

/** What is particular to nodes with the MicroOVN snap. */
export type MicroovnProblem =
  | { readonly kind: 'microovn-name'; readonly systemId: string; readonly hostname: string }
  | { readonly kind: 'microovn-ignores-underlay'; readonly version: string }
  | { readonly kind: 'microovn-unread'; readonly reason: MicroovnUnread }
  | { readonly kind: 'microovn-remote'; readonly found: Value; readonly wanted: Value };

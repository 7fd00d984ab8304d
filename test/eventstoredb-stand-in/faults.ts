/** What goes wrong next. Everything is done as often, or for as long, as a test says. */
export interface Faults {
  /** Number of appends that are not done, and are answered as if the node were away. */
  appendsRefused: number;
  /** Number of appends that are done, and whose answer is lost. */
  acknowledgementsLost: number;
  /** Requests are taken and never answered. */
  isSilent: boolean;
  /** Subscriptions are open, and say nothing of what comes. */
  areSubscriptionsMute: boolean;
  /** Requests that want the leader are sent to the node at this port. */
  leaderPort: number | undefined;
  /** Who asks has the right to nothing. */
  isAccessDenied: boolean;
  /** Who asks is not known by this name and password. */
  isUserUnknown: boolean;
  /** Number of readings of the streams of this kind that do not see the last event yet: as right after an append to a real server. */
  behind: { readonly kind: string; reads: number };
}

export function noFaults(): Faults {
  return {
    ...{ appendsRefused: 0, acknowledgementsLost: 0, isSilent: false, areSubscriptionsMute: false },
    ...{ leaderPort: undefined, isAccessDenied: false, isUserUnknown: false, behind: { kind: '', reads: 0 } },
  };
}

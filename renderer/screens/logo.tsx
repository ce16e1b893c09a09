/** The mark of DM Bench: a smartcard's contacts with a tick. */
export function Logo() {
  return (
    <svg viewBox="0 0 24 24" width="1.5rem" height="1.5rem" aria-hidden="true" className="logo">
      <rect x="1" y="3.5" width="22" height="17" rx="4" fill="var(--accent-solid)" />
      <path
        d="M5 9.5h4.2M5 14.5h4.2M9.2 7.4v9.2"
        stroke="#fff"
        strokeOpacity="0.6"
        strokeWidth="1.5"
        strokeLinecap="round"
      />
      <path
        d="m12.4 12.2 2.4 2.5 4.6-5.2"
        fill="none"
        stroke="#fff"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

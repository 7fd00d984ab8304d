/** What stands where something will be: grey lines, and a word for whoever does not see them. */
export function Skeleton({ label, lines = 4 }: { readonly label: string; readonly lines?: number }) {
  return (
    <div class="skeleton" role="status">
      <span class="hidden">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} class="line" aria-hidden="true" />
      ))}
    </div>
  );
}

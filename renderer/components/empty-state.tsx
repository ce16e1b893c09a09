import type { ReactNode } from 'react';
import './empty-state.css';

interface EmptyStateProps {
  readonly title: string;
  readonly lead?: string;
  readonly icon?: ReactNode;
  readonly children?: ReactNode;
}

/** Where there is nothing to show: what would be here, and the first step towards it. */
export function EmptyState({ title, lead, icon, children }: EmptyStateProps) {
  return (
    <div className="empty-state">
      {icon !== undefined && (
        <div className="empty-state__icon" aria-hidden="true">
          {icon}
        </div>
      )}
      <h2>{title}</h2>
      {lead !== undefined && <p className="dim">{lead}</p>}
      {children !== undefined && <div className="empty-state__actions">{children}</div>}
    </div>
  );
}

import { IconCheck, IconCopy } from '@tabler/icons-react';
import { ActionButton } from './action-button.tsx';
import { IconAction } from './icon-action.tsx';
import { useCopy } from './use-copy.ts';

/** A button that copies a text and says that it did. */
export function CopyButton(props: {
  readonly text: string;
  readonly words: string;
  readonly hotkey?: string;
}) {
  const { copy, copied, words } = useCopy(props.text);
  return (
    <ActionButton
      size="sm"
      icon={copied ? <IconCheck size="1rem" /> : <IconCopy size="1rem" />}
      onRun={copy}
      {...(props.hotkey === undefined ? {} : { hotkey: props.hotkey })}
    >
      {words ?? props.words}
    </ActionButton>
  );
}

/** The same with an icon only, beside the text that it copies. */
export function CopyIcon({ text, label }: { readonly text: string; readonly label: string }) {
  const { copy, copied, words } = useCopy(text);
  return (
    <span className="copy-icon">
      <IconAction label={label} onRun={() => void copy()}>
        {copied ? <IconCheck size="1.0625rem" /> : <IconCopy size="1.0625rem" />}
      </IconAction>
      <span role="status" className="visually-hidden">
        {words}
      </span>
    </span>
  );
}

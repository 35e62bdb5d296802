import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './icon';

interface SheetProps {
  readonly id: string;
  readonly title: string;
  readonly shown: Signal<boolean>;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

/** A dialog over the page. The browser keeps the focus inside, and gives it back when Esc or a click beside it closes. */
export function Sheet({ id, title, shown, wide = false, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = shown.value;
  useEffect(() => {
    if (open) {
      dialog.current?.showModal();
    } else {
      dialog.current?.close();
    }
  }, [open]);
  const close = () => (shown.value = false);
  return (
    <dialog
      ref={dialog}
      class={wide ? 'sheet wide' : 'sheet'}
      aria-labelledby={`${id}-title`}
      onCancel={close}
      onClose={close}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div class="sheet-body">
        <header>
          <h2 id={`${id}-title`}>{title}</h2>
          <button class="quiet" onClick={close} aria-label="Close">
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

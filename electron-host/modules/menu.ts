import { NotProvidedError, provide } from '../host/refuse.ts';

interface MenuItemTemplate {
  readonly submenu?: readonly MenuItemTemplate[] | Menu | undefined;
  readonly id?: string;
  readonly label?: string;
  readonly click?: (item: object) => void;
  readonly [property: string]: unknown;
}

/** One item; `click` can be called, as a spec does, but nothing draws it and no accelerator reaches it. */
function createItem(template: MenuItemTemplate, menu: Menu): MenuItemTemplate {
  const { submenu, click, ...properties } = template;
  const item: MenuItemTemplate = provide('MenuItem', {
    id: '',
    type: submenu ? 'submenu' : 'normal',
    role: undefined,
    accelerator: undefined,
    submenu: undefined,
    label: '',
    enabled: true,
    visible: true,
    checked: false,
    ...properties,
    menu,
    ...(submenu ? { submenu: submenu instanceof Menu ? submenu : Menu.buildFromTemplate(submenu) } : {}),
    click: (): void => {
      if (!click)
        throw new NotProvidedError(`the role of the menu item '${template.label ?? template.role}'`);
      click(item);
    },
  });
  return item;
}

let applicationMenu: Menu | null = null;

/** Electron's `Menu`: kept and asked, but not drawn. */
export class Menu {
  readonly items: MenuItemTemplate[] = [];

  static buildFromTemplate(template: readonly MenuItemTemplate[]): Menu {
    const menu = new Menu();
    for (const item of template) menu.items.push(createItem(item, menu));
    return menu;
  }

  static setApplicationMenu(menu: Menu | null): void {
    applicationMenu = menu;
  }

  static getApplicationMenu(): Menu | null {
    return applicationMenu;
  }

  getMenuItemById(id: string): MenuItemTemplate | null {
    for (const item of this.items) {
      if (item.id === id) return item;
      const found = item.submenu instanceof Menu ? item.submenu.getMenuItemById(id) : null;
      if (found) return found;
    }
    return null;
  }
}

provide('Menu', Menu.prototype);

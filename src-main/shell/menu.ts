import { Menu, type MenuItemConstructorOptions } from 'electron';
import { m } from '../../src-shared/messages/messages.js';

type Items = MenuItemConstructorOptions[];
type Role = NonNullable<MenuItemConstructorOptions['role']>;

/** Electron's own labels are English everywhere. */
const LABELS: Partial<Record<Role, () => string>> = {
  about: m.menu_about,
  services: m.menu_services,
  hide: m.menu_hide,
  hideOthers: m.menu_hide_others,
  unhide: m.menu_show_all,
  quit: m.tray_quit,
  undo: m.menu_undo,
  redo: m.menu_redo,
  cut: m.menu_cut,
  copy: m.common_copy,
  paste: m.menu_paste,
  pasteAndMatchStyle: m.menu_paste_plain,
  delete: m.messages_delete,
  selectAll: m.menu_select_all,
  resetZoom: m.menu_actual_size,
  zoomIn: m.menu_zoom_in,
  zoomOut: m.menu_zoom_out,
  togglefullscreen: m.menu_full_screen,
  minimize: m.menu_minimize,
  zoom: m.menu_zoom,
  close: m.common_close,
};

function item(role: Role): MenuItemConstructorOptions {
  const label = LABELS[role];
  return label ? { role, label: label() } : { role };
}

/** Groups of entries, with a line between each two. */
function items(groups: readonly (readonly Role[])[]): Items {
  return groups.flatMap((roles, i) => {
    const entries = roles.map(item);
    return i === 0 ? entries : [{ type: 'separator' as const }, ...entries];
  });
}

function macMenus(): Items {
  const own = items([['about'], ['services'], ['hide', 'hideOthers', 'unhide'], ['quit']]);
  return [{ label: 'Parley', submenu: own }];
}

/** The app's menu; reloading and the developer tools are in it only during development. */
export function appMenu(development: boolean, mac: boolean): Items {
  const plain: readonly Role[] = mac ? ['pasteAndMatchStyle'] : [];
  const tools: (readonly Role[])[] = development ? [['reload', 'toggleDevTools']] : [];
  return [
    ...(mac ? macMenus() : [{ label: m.menu_file(), submenu: items([['quit']]) }]),
    {
      label: m.menu_edit(),
      submenu: items([['undo', 'redo'], ['cut', 'copy', 'paste', ...plain, 'delete'], ['selectAll']]),
    },
    {
      label: m.menu_view(),
      submenu: items([...tools, ['resetZoom', 'zoomIn', 'zoomOut'], ['togglefullscreen']]),
    },
    { label: m.menu_window(), role: 'windowMenu', submenu: items([['minimize', 'zoom', 'close']]) },
  ];
}

/** Sets the app's menu, in the language of now. */
export function setMenu(development: boolean): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(appMenu(development, process.platform === 'darwin')));
}

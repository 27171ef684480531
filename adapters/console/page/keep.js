// What the page keeps in this browser: what is half written until the tab is closed, what was chosen for good.

function read(store, name) {
  try {
    return JSON.parse(store.getItem(name));
  } catch {
    return null;
  }
}
function write(store, name, value) {
  try {
    if (value === null) store.removeItem(name);
    else store.setItem(name, JSON.stringify(value));
  } catch {
    /* a full or forbidden store keeps nothing */
  }
}
export const written = (name) => read(sessionStorage, name);
export const keepWritten = (name, value) => write(sessionStorage, name, value);
export const chosen = (name) => read(localStorage, name);
export const keepChosen = (name, value) => write(localStorage, name, value);

// What the agent has chosen in the settings, as the page carries it.
export const preferences = JSON.parse(document.getElementById("preferences")?.textContent || "{}") || {};

"""What has a key of its own in the workspace; the templates say the same (data-command, data-key), a test compares."""

from django.utils.translation import gettext_lazy as _

# command: (what it does, its key)
COMMANDS = {
    "claim-next": (_("Claim the next chat"), "n"),
    "claim": (_("Claim this chat"), "c"),
    "composer": (_("Write the reply"), "r"),
    "note": (_("Write a note"), "m"),
    "review": (_("Review the new version"), "v"),
    "use": (_("Use the suggested reply"), "u"),
    "hand-back": (_("Hand back to the bot"), "h"),
    "transfer": (_("Transfer"), "t"),
    "resolve": (_("Resolve"), "x"),
    "rate": (_("Rate the handoff"), "f"),
    "sidebar": (_("Go to the brief"), "b"),
    "transcript": (_("Go to the transcript"), "j"),
    "next-chat": (_("Go to the next of my chats"), "]"),
    "previous-chat": (_("Go to the chat before"), "["),
    "find": (_("Find a conversation"), "/"),
}
TAKEN = {"?"}  # lists the shortcuts

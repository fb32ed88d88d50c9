"""What is true: tables, states and their transitions, refusals, named queries."""

from models.alerts import Alert, Copy, Delivery, Digest, DigestArea, DigestEntry, DigestFigure
from models.areas import Area, AreaAlias, OtherAreaName
from models.audit import Audit, Switch
from models.claims import Claim
from models.geocoding import Geocoded
from models.groups import Group, GroupReader
from models.handovers import Handover
from models.intake import Conversation, InboxUpdate
from models.keys import StoredKey
from models.members import Bot, Member, Recipient
from models.moderation import ReportOriginal
from models.organisations import Organisation, ServedArea, StaffGrant, StaffInvitation
from models.pictures import Picture, UploadedPicture
from models.recordings import Recording, StaffCopy
from models.reports import Report, ReportUpdate
from models.searches import Objection, Responder, Search, Suppression
from models.subscriptions import Subscription, SubscriptionCategory
from models.trust import MemberTrust

__all__ = [
    "Alert",
    "Area",
    "AreaAlias",
    "Audit",
    "Bot",
    "Claim",
    "Conversation",
    "Copy",
    "Delivery",
    "Digest",
    "DigestArea",
    "DigestEntry",
    "DigestFigure",
    "Geocoded",
    "Group",
    "GroupReader",
    "Handover",
    "InboxUpdate",
    "Member",
    "MemberTrust",
    "Objection",
    "Organisation",
    "OtherAreaName",
    "Picture",
    "Recipient",
    "Recording",
    "Report",
    "ReportOriginal",
    "ReportUpdate",
    "Responder",
    "Search",
    "ServedArea",
    "StaffCopy",
    "StaffGrant",
    "StaffInvitation",
    "StoredKey",
    "Subscription",
    "SubscriptionCategory",
    "Suppression",
    "Switch",
    "UploadedPicture",
]

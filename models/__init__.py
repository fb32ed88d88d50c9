"""What is true: tables, states and their transitions, refusals, named queries."""

from models.alerts import Alert, Copy, Delivery, Digest, DigestArea, DigestEntry, DigestFigure
from models.areas import Area, AreaAlias, OtherAreaName
from models.audit import Audit, Switch
from models.cap_messages import CapMessage
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
from models.posters import Poster
from models.recordings import Recording, StaffCopy
from models.reports import Report, ReportUpdate
from models.responders import MeetingPoint, Responder, SearchFigure
from models.same_people import LikelySame
from models.searches import Objection, Search, Suppression
from models.segments import SearchGround, SearchPair, Segment, SegmentSearch, TrackPoint
from models.sightings import LastKnownPoint, Sighting
from models.subscriptions import Subscription, SubscriptionCategory
from models.trust import MemberTrust

__all__ = [
    "Alert",
    "Area",
    "AreaAlias",
    "Audit",
    "Bot",
    "CapMessage",
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
    "LastKnownPoint",
    "LikelySame",
    "MeetingPoint",
    "Member",
    "MemberTrust",
    "Objection",
    "Organisation",
    "OtherAreaName",
    "Picture",
    "Poster",
    "Recipient",
    "Recording",
    "Report",
    "ReportOriginal",
    "ReportUpdate",
    "Responder",
    "Search",
    "SearchFigure",
    "SearchGround",
    "SearchPair",
    "Segment",
    "SegmentSearch",
    "ServedArea",
    "Sighting",
    "StaffCopy",
    "StaffGrant",
    "StaffInvitation",
    "StoredKey",
    "Subscription",
    "SubscriptionCategory",
    "Suppression",
    "Switch",
    "TrackPoint",
    "UploadedPicture",
]

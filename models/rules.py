"""The rules a deployment sets in config.yaml that services obey; plain values, checked when they are read."""

import zoneinfo
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator


def _known_zone(name: str) -> str:
    try:
        return zoneinfo.ZoneInfo(name).key
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not a time zone; one is written like Asia/Riyadh") from error


Hours = Annotated[int, Field(ge=1)]
Zone = Annotated[str, AfterValidator(_known_zone)]
TimeOfDay = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Section(BaseModel):
    """A part of config.yaml; a key it does not know stops the start."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CategoryRule(Section):
    """A kind of civic report people may choose."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_-]{0,59}$")
    ar: str = Field(min_length=1, max_length=60)
    en: str = Field(min_length=1, max_length=60)


class EmergencyRule(Section):
    """The emergency line shown first to people in an area."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    area: str = Field(default="", description="code of the area it serves; empty: everywhere else")
    number: str = Field(pattern=r"^\+?[0-9]{2,20}$")


class AreaRules(Section):
    zone: Zone = "Asia/Riyadh"
    """IANA zone of people and groups that have not said another."""
    country: str = Field(default="SA", pattern="^[A-Z]{2}$")
    """ISO 3166 code of the country whose telephone numbers need no code in an announcement."""
    border_m: float = Field(default=60, ge=0, le=2000)
    """A pin nearer than this to a border is asked about, unless it says itself how exact it is: which side?"""
    emergency: tuple[EmergencyRule, ...] = (EmergencyRule(number="911"),)
    emergency_confirmed: bool = False
    """Somebody has rung the numbers; `mizalla doctor` reminds until then."""
    nominatim_url: str = Field(default="", pattern=r"^$|^https?://\S+$")
    """A geocoder the operator may use; empty: none."""


class AlertRules(Section):
    nowhere_area: str = ""
    """Code of the area that hears an alert whose place is not known; empty: every region."""
    default_radius_km: float = Field(default=5, gt=0, le=200)
    subscriptions_per_member: int = Field(default=20, ge=1)
    least_radius_km: float = Field(default=1, gt=0)
    most_radius_km: float = Field(default=100, gt=0)

    @model_validator(mode="after")
    def _radii_in_order(self) -> Self:
        if not self.least_radius_km <= self.default_radius_km <= self.most_radius_km:
            raise ValueError("least_radius_km, default_radius_km and most_radius_km must not fall")
        return self


class ScheduleRules(Section):
    digest: str = "0 20 * * *"
    """When digests go out unless area, group or member say otherwise."""
    quiet_from: TimeOfDay = "22:30"
    quiet_to: TimeOfDay = "05:30"
    """Quiet hours of members who have not set theirs; the same twice: none."""
    weekly_picture: str = "0 17 * * 4"
    """When groups that asked for it get a picture of their week."""
    staff_summary: str = "0 8 * * *"
    claim_minutes: int = Field(default=60, ge=1)
    """After so long another may take over what somebody took from the desk."""


class SkillRule(Section):
    """What a volunteer may say that they can do."""

    code: str = Field(pattern=r"^[a-z][a-z0-9-]{0,19}$")
    ar: str = Field(min_length=1, max_length=40)
    en: str = Field(min_length=1, max_length=40)


class SearchRules(Section):
    least_radius_km: float = Field(default=1, gt=0)
    public_radius_km: float = Field(default=10, gt=0, le=500)
    """Where rings mean little, or nobody knows whose they would be."""
    terrain: Literal["urban", "dry", "dry-mountain", "mountain", "flat"] = "urban"
    """Which statistics about lost people apply unless a case says otherwise (`models.lost_people.Terrain`)."""
    widen_minutes: int = Field(default=90, ge=1)
    """Between one ring and the next."""
    checkin_minutes: int = Field(default=180, ge=1)
    """A volunteer of whom nothing was heard for so long is asked whether they are well."""
    overdue_minutes: int = Field(default=15, ge=1)
    """Between one step of the overdue check and the next: the volunteer, their partner, the coordinator."""
    dark_minutes: int = Field(default=30, ge=0, le=240)
    """So long before sunset those out there are told to come in."""
    instructions_ar: str = Field(default="", max_length=600)
    instructions_en: str = Field(default="", max_length=600)
    """What the operator wants volunteers to read before they set out, beside what is said anyway."""
    skills: tuple[SkillRule, ...] = Field(
        default=(
            SkillRule(code="first-aid", ar="إسعافات أولية", en="First aid"),
            SkillRule(code="four-by-four", ar="سيارة دفع رباعي", en="Four-wheel drive"),
            SkillRule(code="drone", ar="طائرة مسيّرة", en="Drone"),
            SkillRule(code="diving", ar="غوص", en="Diving"),
        ),
        max_length=6,
    )
    sightings_per_hour: int = Field(default=5, ge=1)
    """How many sightings of one search one person may tell of; never applied to a person in danger."""
    expire_hours: Hours = 72
    approver_minutes: int = Field(default=5, ge=1)
    """If no approver answers in this time, the next is asked."""
    cases_per_day: int = Field(default=5, ge=1)
    """How many cases one person may open in a day; never applied to notices by citizens."""
    operator_needs_second: bool = False
    """The two-person rule for the command line too."""
    minors_pictures_public: bool = True
    """False where the law forbids pictures of minors in public."""
    show_given_name: bool = False
    """Show the given name rather than initials in public alerts."""
    consent_version: str = "1"


class ReportRules(Section):
    categories: tuple[CategoryRule, ...] = (
        CategoryRule(code="lighting", ar="إنارة", en="Street lighting"),
        CategoryRule(code="road", ar="طريق أو رصيف", en="Road or pavement"),
        CategoryRule(code="water", ar="تسرب مياه", en="Water leak"),
        CategoryRule(code="waste", ar="نظافة", en="Waste"),
        CategoryRule(code="danger", ar="خطر على المارة", en="Danger to passers-by"),
        CategoryRule(code="other", ar="غير ذلك", en="Something else"),
    )
    per_hour: int = Field(default=5, ge=1)
    limited_per_hour: int = Field(default=1, ge=1)
    """For whom an organisation has limited."""
    trusted_accepted: bool = False
    """Reports of those an organisation trusts are accepted at once, without its desk."""
    radius_m: float = Field(default=100, ge=1, le=5000)
    """How far around its place a report concerns people: both sides of a border hear of it."""


class PrivacyRules(Section):
    home_grid_m: float = Field(default=500, ge=100)
    contacts_hours: int = Field(default=24, ge=1, le=24)
    """Pictures and contacts of a closed search are gone after this."""
    case_days: int = Field(default=30, ge=1, le=30)
    backup_days: int = Field(default=60, ge=1, le=60)
    forget_hours: int = Field(default=24, ge=0, le=24)
    draft_hours: int = Field(default=48, ge=1, le=168)
    """What somebody began and never sent is gone after this."""


class LanguageRules(Section):
    default: Literal["ar", "en"] = "ar"


class Rules(Section):
    """Everything services need to know of a deployment's choices."""

    areas: AreaRules = AreaRules()
    alerts: AlertRules = AlertRules()
    schedule: ScheduleRules = ScheduleRules()
    searches: SearchRules = SearchRules()
    reports: ReportRules = ReportRules()
    privacy: PrivacyRules = PrivacyRules()
    languages: LanguageRules = LanguageRules()
    public_url: str = ""
    """Where the pages are that everybody sees, without a stroke at its end; empty: nowhere."""

    def page(self, path: str) -> str:
        """The address of a public page by its path, which begins with a stroke; empty where there are none."""
        return f"{self.public_url.rstrip('/')}{path}" if self.public_url else ""

    def search_page(self, key: str) -> str:
        """The address of the live page of one search (`Search.page_key`); the one place where it is made."""
        return self.page(f"/searches/{key}") if key else ""

    @property
    def domain(self) -> str:
        """The host of the public pages, by which our records are known outside; `mizalla.invalid` without any."""
        return urlsplit(self.public_url).hostname or "mizalla.invalid"

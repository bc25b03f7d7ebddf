using System.Globalization;
using Orleans.Kube.Model;

namespace Orleans.Kube.Controllers.CronJobs;

/// <summary>
/// When a CronJob runs: five fields (minute, hour, day of month, month, day of week) with lists, ranges, steps and names, one of the macros
/// <c>@hourly</c> … <c>@yearly</c>, or <c>@every 90m</c>. If both days are restricted, either may match. A local time that a change of the
/// clock skips does not happen; one that it repeats happens twice.
/// </summary>
public sealed class CronSchedule
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private static readonly Dictionary<string, string> Macros = new()
    {
        ["@yearly"] = "0 0 1 1 *", ["@annually"] = "0 0 1 1 *", ["@monthly"] = "0 0 1 * *", ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *", ["@midnight"] = "0 0 * * *", ["@hourly"] = "0 * * * *",
    };

    private readonly TimeZoneInfo _zone;
    private readonly TimeSpan? _every;
    private readonly CronField _minutes;
    private readonly CronField _hours;
    private readonly CronField _daysOfMonth;
    private readonly CronField _months;
    private readonly CronField _daysOfWeek;

    private CronSchedule(TimeZoneInfo zone, TimeSpan every) => (_zone, _every) = (zone, every);

    private CronSchedule(TimeZoneInfo zone, string[] fields)
    {
        _zone = zone;
        _minutes = CronField.Parse(fields[0], 0, 59, []);
        _hours = CronField.Parse(fields[1], 0, 23, []);
        _daysOfMonth = CronField.Parse(fields[2], 1, 31, []);
        _months = CronField.Parse(fields[3], 1, 12, Months);
        _daysOfWeek = CronField.Parse(fields[4], 0, 6, Days);
    }

    /// <exception cref="FormatException">The text is no schedule.</exception>
    public static CronSchedule Parse(string text, TimeZoneInfo zone)
    {
        if (text.StartsWith("@every ", StringComparison.Ordinal)) return new(zone, Every(text["@every ".Length..].Trim()));
        if (text.StartsWith('@') && !Macros.TryGetValue(text, out text!)) throw new FormatException("unrecognized descriptor");
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == 5 ? new(zone, fields)
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"expected exactly 5 fields, found {fields.Length}: [{string.Join(' ', fields)}]"));
    }

    /// <summary>The first time after <paramref name="after"/>, or null when there is none within five years.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        if (_every is { } every) return Whole(after, TimeSpan.TicksPerSecond) + every;
        var time = Whole(after, TimeSpan.TicksPerMinute).AddMinutes(1);
        for (var end = after.AddYears(5); time <= end;)
        {
            var local = TimeZoneInfo.ConvertTime(time, _zone);
            if (!_months.Matches(local.Month)) time = Midnight(time, new DateTime(local.Year, local.Month, 1).AddMonths(1));
            else if (!MatchesDay(local)) time = Midnight(time, local.Date.AddDays(1));
            else if (!_hours.Matches(local.Hour)) time = time.AddMinutes(60 - local.Minute);
            else if (!_minutes.Matches(local.Minute)) time = time.AddMinutes(1);
            else return time.ToUniversalTime();
        }

        return null;
    }

    /// <summary>The last time at or before <paramref name="now"/> and after <paramref name="earliest"/>, or null.</summary>
    public DateTimeOffset? Latest(DateTimeOffset earliest, DateTimeOffset now)
    {
        if (_every is { } every)
        {
            var passed = (now - Whole(earliest, TimeSpan.TicksPerSecond)).Ticks / every.Ticks;
            return passed <= 0 ? null : Whole(earliest, TimeSpan.TicksPerSecond) + (passed * every);
        }

        // Windows that double backwards: a long outage costs no more steps than a short one.
        for (var window = TimeSpan.FromMinutes(2); ; window *= 2)
        {
            var start = now - window > earliest ? now - window : earliest;
            if (Next(start) is { } found && found <= now)
            {
                while (Next(found) is { } later && later <= now) found = later;
                return found;
            }

            if (start == earliest) return null;
        }
    }

    /// <summary>Whole seconds, at least one.</summary>
    private static TimeSpan Every(string text) => GoDuration.TryParse(text, out var span)
        ? TimeSpan.FromSeconds(Math.Max(1, Math.Floor(span.TotalSeconds)))
        : throw new FormatException($"failed to parse duration {text}");

    private static DateTimeOffset Whole(DateTimeOffset time, long unit) => new(time.UtcTicks - (time.UtcTicks % unit), TimeSpan.Zero);

    private bool MatchesDay(DateTimeOffset local)
    {
        var (month, week) = (_daysOfMonth.Matches(local.Day), _daysOfWeek.Matches((int)local.DayOfWeek));
        return _daysOfMonth.IsStar || _daysOfWeek.IsStar ? month && week : month || week;
    }

    /// <summary>The start of a local day; where the clock skips midnight, the first minute of that day.</summary>
    private DateTimeOffset Midnight(DateTimeOffset after, DateTime day)
    {
        while (_zone.IsInvalidTime(day)) day = day.AddMinutes(1);
        var start = new DateTimeOffset(day, _zone.GetUtcOffset(day)).ToUniversalTime();
        return start > after ? start : after.AddMinutes(1);
    }
}

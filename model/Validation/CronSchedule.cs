using System.Globalization;

namespace Orleans.Kube.Model.Validation;

/// <summary>Whether text is a cron schedule: five fields, a macro such as <c>@daily</c>, or <c>@every</c> with a duration.</summary>
public static class CronSchedule
{
    private static readonly string[] Macros = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private static readonly (int Low, int High, string[] Names)[] Fields = [(0, 59, []), (0, 23, []), (1, 31, []), (1, 12, Months), (0, 6, Days)];

    /// <summary>What is wrong with a schedule, or null.</summary>
    public static string? Complaint(string schedule)
    {
        schedule = schedule.Trim();
        if (schedule.StartsWith("TZ=", StringComparison.Ordinal) || schedule.StartsWith("CRON_TZ=", StringComparison.Ordinal))
        {
            var space = schedule.IndexOf(' ');
            if (space < 0) return $"expected exactly 5 fields, found 0: [{schedule}]";
            schedule = schedule[space..].Trim();
        }

        if (schedule.StartsWith("@every ", StringComparison.Ordinal))
            return GoDuration.TryParse(schedule[7..], out _) ? null : $"failed to parse duration {schedule}: time: invalid duration \"{schedule[7..]}\"";
        if (schedule.StartsWith('@')) return Macros.Contains(schedule) ? null : $"unrecognized descriptor: {schedule}";
        var parts = schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != Fields.Length) return $"expected exactly 5 fields, found {parts.Length}: [{string.Join(' ', parts)}]";
        for (var i = 0; i < parts.Length; i++)
            foreach (var range in parts[i].Split(','))
                if (RangeComplaint(range, Fields[i]) is { } complaint) return complaint;
        return null;
    }

    private static string? RangeComplaint(string range, (int Low, int High, string[] Names) field)
    {
        var steps = range.Split('/');
        if (steps.Length > 2) return $"too many slashes: {range}";
        if (steps.Length == 2 && (!TryNumber(steps[1], [], out var step) || step == 0))
            return step == 0 && steps[1] == "0" ? $"step of range should be a positive number: {range}" : $"failed to parse int from {steps[1]}: strconv.Atoi: parsing \"{steps[1]}\": invalid syntax";
        if (steps[0] is "*" or "?") return null;
        var ends = steps[0].Split('-');
        if (ends.Length > 2) return $"too many hyphens: {range}";
        if (!TryNumber(ends[0], field.Names, out var low)) return NotANumber(ends[0]);
        var high = low;
        if (ends.Length == 2 && !TryNumber(ends[1], field.Names, out high)) return NotANumber(ends[1]);
        if (low < field.Low) return $"beginning of range ({low}) below minimum ({field.Low}): {range}";
        if (high > field.High) return $"end of range ({high}) above maximum ({field.High}): {range}";
        return low > high ? $"beginning of range ({low}) beyond end of range ({high}): {range}" : null;
    }

    private static string NotANumber(string text) => $"failed to parse int from {text}: strconv.Atoi: parsing \"{text}\": invalid syntax";

    private static bool TryNumber(string text, string[] names, out int number)
    {
        var index = Array.IndexOf(names, text.ToLowerInvariant());
        if (index >= 0)
        {
            number = names.Length == Months.Length ? index + 1 : index;
            return true;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}

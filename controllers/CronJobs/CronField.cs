using System.Globalization;

namespace Orleans.Kube.Controllers.CronJobs;

/// <summary>One field of a cron expression: the values that match, as bits.</summary>
/// <param name="Bits">Bit n for value n.</param>
/// <param name="IsStar">Whether the field leaves the choice to others.</param>
internal readonly record struct CronField(ulong Bits, bool IsStar)
{
    public bool Matches(int value) => (Bits & (1UL << value)) != 0;

    /// <exception cref="FormatException">The text is no list of values, ranges and steps within the bounds.</exception>
    public static CronField Parse(string text, int least, int most, IReadOnlyList<string> names)
    {
        var (bits, star) = (0UL, false);
        foreach (var part in text.Split(','))
        {
            var step = 1;
            var range = part;
            if (part.IndexOf('/') is >= 0 and var slash)
            {
                range = part[..slash];
                step = Number(part[(slash + 1)..], []);
                if (step == 0) throw new FormatException($"step of range should be a positive number: {part}");
            }

            var (first, last) = Range(range, least, most, names, stepped: step > 1 || range.Length < part.Length);
            if (first < least) throw new FormatException($"beginning of range ({first}) below minimum ({least}): {part}");
            if (last > most) throw new FormatException($"end of range ({last}) above maximum ({most}): {part}");
            if (first > last) throw new FormatException($"beginning of range ({first}) beyond end of range ({last}): {part}");
            star |= range is "*" or "?" && step == 1;
            for (var value = first; value <= last; value += step) bits |= 1UL << value;
        }

        return new(bits, star);
    }

    private static (int First, int Last) Range(string text, int least, int most, IReadOnlyList<string> names, bool stepped)
    {
        if (text is "*" or "?") return (least, most);
        var dash = text.IndexOf('-');
        if (dash >= 0) return (Number(text[..dash], names, least), Number(text[(dash + 1)..], names, least));
        var single = Number(text, names, least);
        return (single, stepped ? most : single);
    }

    private static int Number(string text, IReadOnlyList<string> names, int first = 0)
    {
        for (var i = 0; i < names.Count; i++)
            if (names[i].Equals(text, StringComparison.OrdinalIgnoreCase)) return i + first;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : throw new FormatException($"failed to parse int from {text}");
    }
}

using System.Globalization;
using Orleans.Kube.Model;

namespace Orleans.Kube.Controllers;

/// <summary>Numbers that may be written as a percentage of another one.</summary>
public static class Share
{
    /// <summary>The number itself, or the percentage of <paramref name="total"/> rounded up or down; a text that is neither counts as 0.</summary>
    public static int Of(int total, IntOrString value, bool roundUp)
    {
        if (!value.IsString) return value.Number;
        if (!value.Text.EndsWith('%')
            || !int.TryParse(value.Text.AsSpan(0, value.Text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var percent))
            return 0;
        var product = (long)total * percent;
        return (int)Math.Min(int.MaxValue, roundUp ? (product + 99) / 100 : product / 100);
    }
}

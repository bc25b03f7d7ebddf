using System.Globalization;
using Orleans.Kube.Model;

namespace Orleans.Kube.NodeAgent.Eviction;

/// <summary>An amount of something: so much, or a share of all that there is.</summary>
/// <param name="Fixed">So much; null where it is a share.</param>
/// <param name="Share">The share, from 0 to 1.</param>
public readonly record struct EvictionAmount(Quantity? Fixed, float Share)
{
    /// <summary>How much it is of so many. A share is told in the units of bytes, whatever it is a share of.</summary>
    public Quantity Of(long capacity) => Fixed ?? Quantity.Of((long)(capacity * (double)Share), QuantityFormat.BinarySI);

    /// <summary>Reads <c>100Mi</c> or <c>12.5%</c>; negative ones too.</summary>
    /// <exception cref="FormatException">It is neither; the message names it.</exception>
    public static EvictionAmount Parse(string text)
    {
        if (!text.EndsWith('%')) return Quantity.TryParse(text, out var quantity) ? new(quantity, 0) : throw new FormatException($"\"{text}\" is neither an amount nor a share: 100Mi, 10%");
        return float.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) && float.IsFinite(percent)
            ? new(null, percent / 100)
            : throw new FormatException($"\"{text}\" is no share: 10%");
    }
}

using Orleans.Kube.Model;

namespace Orleans.Kube.Controllers.Autoscaling;

internal static class QuantityExtensions
{
    /// <summary>The amount in thousandths, also where those are too many for a whole number.</summary>
    public static double InMilli(this Quantity quantity) => quantity.Value > long.MaxValue / 1000 ? quantity.Value * 1000.0 : quantity.MilliValue;
}

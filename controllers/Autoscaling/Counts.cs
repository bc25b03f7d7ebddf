namespace Orleans.Kube.Controllers.Autoscaling;

internal static class Counts
{
    /// <summary>A number of pods, rounded up; as many as there can be where it is larger than that.</summary>
    public static int Up(double count) => (int)Math.Clamp(Math.Ceiling(count), int.MinValue, int.MaxValue);
}

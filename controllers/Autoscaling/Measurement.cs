namespace Orleans.Kube.Controllers.Autoscaling;

/// <summary>What a pod uses.</summary>
/// <param name="Milli">The amount, in thousandths.</param>
/// <param name="Timestamp">When it was measured.</param>
/// <param name="Window">Over how long.</param>
internal readonly record struct Measurement(double Milli, DateTimeOffset Timestamp = default, TimeSpan Window = default);

namespace Orleans.Kube.Model;

/// <summary>A time that is written with microseconds.</summary>
public readonly record struct MicroTime(DateTimeOffset Value);

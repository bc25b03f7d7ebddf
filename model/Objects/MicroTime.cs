namespace Orleans.Kube.Model;

/// <summary>A time that is written with microseconds, and has no finer part.</summary>
public readonly record struct MicroTime(DateTimeOffset Value)
{
    public DateTimeOffset Value { get; } = new(Value.Ticks - (Value.Ticks % TimeSpan.TicksPerMicrosecond), Value.Offset);
}

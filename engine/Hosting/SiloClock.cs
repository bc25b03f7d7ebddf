namespace Orleans.Kube.Engine;

/// <summary>Coarse time: a number that grows by one each <paramref name="unit"/>, read without asking the clock.</summary>
internal sealed class SiloClock(TimeProvider time, TimeSpan unit)
{
    private readonly long _start = time.GetTimestamp();
    private int _tick;

    public TimeProvider Time { get; } = time;

    public TimeSpan Unit { get; } = unit;

    public int Tick => Volatile.Read(ref _tick);

    /// <summary>Brings the tick up to the clock.</summary>
    public void Advance() => Volatile.Write(ref _tick, (int)(Time.GetElapsedTime(_start).Ticks / Unit.Ticks));

    /// <summary>What was noted in an earlier tick than this one is at least that old.</summary>
    public int TickBefore(TimeSpan age) => Tick - Units(age);

    /// <summary>The tick by which at least that time will have passed.</summary>
    public int TickAfter(TimeSpan delay) => delay.Ticks / Unit.Ticks >= int.MaxValue - Tick - 2 ? int.MaxValue : Tick + Units(delay) + 1;

    private int Units(TimeSpan span) => (int)Math.Min(int.MaxValue / 2, (span.Ticks + Unit.Ticks - 1) / Unit.Ticks);
}

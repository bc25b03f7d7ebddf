namespace Orleans.Kube.Silo.FlowControl;

/// <summary>
/// How long those whom a level turns away are told to stay away: twice as long when at least three a second were turned away lately, but only once in that time; a second less when
/// fewer than one a second were (k8s.io/apiserver/pkg/util/flowcontrol). Lately is as long as they are told. Not safe for use by several threads at once.
/// </summary>
internal sealed class TimeAway
{
    private const int Longest = 32;
    private const int Many = 3;
    private readonly Queue<(long Second, int Count)> _before = new();
    private long _second;
    private int _count;
    private long _lengthened;

    /// <summary>In seconds.</summary>
    public int Seconds { get; private set; } = 1;

    /// <summary>Somebody is turned away.</summary>
    /// <param name="second">The time, in whole seconds since any beginning.</param>
    public void Note(long second)
    {
        if (second == _second)
        {
            _count++;
            return;
        }

        _before.Enqueue((_second, _count));
        while (second - _before.Peek().Second > Longest && _before.Count > 1) _before.Dequeue();
        (_second, _count) = (second, 1);
        var lately = _before.Where(b => second - b.Second <= Seconds).Sum(static b => b.Count);
        if (second - _lengthened >= Seconds && lately >= Many * Seconds) (Seconds, _lengthened) = (Math.Min(2 * Seconds, Longest), second);
        else if (lately < Seconds && Seconds > 1) Seconds--;
    }
}

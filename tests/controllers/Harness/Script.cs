using FsCheck;
using FsCheck.Fluent;

namespace Orleans.Kube.Controllers.Tests;

/// <summary>Choices that a property test draws from; FsCheck shortens a failing script to the choices that matter.</summary>
internal sealed class Script(int[] choices)
{
    private int _next;

    public bool HasMore => _next < choices.Length;

    /// <summary>A number below <paramref name="bound"/>; 0 when the script has run out.</summary>
    public int Choose(int bound) => HasMore ? choices[_next++] % bound : 0;

    public TItem Pick<TItem>(IReadOnlyList<TItem> items) => items[Choose(items.Count)];

    /// <summary>Runs the property for many scripts and reports the shortest that fails.</summary>
    public static void ForAll(Action<Script> property, int runs = 150, int length = 120) =>
        Prop.ForAll(Arb.From(Gen.Choose(0, 9999).ArrayOf(length), Shrink), choices => property(new Script(choices)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(runs));

    private static IEnumerable<int[]> Shrink(int[] choices)
    {
        for (var part = choices.Length / 2; part > 0; part /= 2)
            for (var start = 0; start + part <= choices.Length; start += part)
                yield return [.. choices[..start], .. choices[(start + part)..]];
    }
}

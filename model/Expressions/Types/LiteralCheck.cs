using Orleans.Kube.Model.Expressions.Evaluation;
using Orleans.Kube.Model.Expressions.Library;
using Orleans.Kube.Model.Expressions.Syntax;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Expressions.Types;

/// <summary>Whether functions that read a text can read the one that stands in the expression.</summary>
internal static class LiteralCheck
{
    public static SourceError? Problem(CallNode call)
    {
        if (call.Arguments is not [.., LiteralNode { Value: string text } literal]) return null;
        var isRead = (call.Function, call.Target is null, call.Arguments.Count) switch
        {
            ("timestamp", true, 1) => Reads(() => Times.Instant(text)),
            ("duration", true, 1) => Reads(() => Times.Span(text)),
            ("matches", false, 1) or ("matches", true, 2) => Reads(() => GoPattern.Compile(text)),
            _ => true,
        };
        return isRead ? null : new SourceError(literal.At, $"invalid {call.Function} argument");
    }

    private static bool Reads<TValue>(Func<TValue> read)
    {
        try
        {
            read();
            return true;
        }
        catch (Exception failure) when (failure is CelFailure or FormatException)
        {
            return false;
        }
    }
}

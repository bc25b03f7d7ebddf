using Orleans.Kube.Model.Expressions.Syntax;
using Orleans.Kube.Model.Expressions.Types;

namespace Orleans.Kube.Model.Expressions;

/// <summary>
/// What an expression can cost at most, by how large its values can be (github.com/google/cel-go/checker, cost; k8s.io/apiserver/pkg/cel/library,
/// cost). A value of unknown size counts as a single one, so the estimate may be too low, never too high.
/// </summary>
internal static class CostEstimate
{
    private const ulong ListCost = 10;
    private const ulong MapCost = 30;
    private const double PerCharacter = 0.1;
    private const double PerPatternCharacter = 0.25;

    /// <summary>The length of the longest pattern of a named format.</summary>
    private const double LongestFormat = 128;

    public static ulong Of(Node node) => node switch
    {
        NameNode => 1,
        SelectNode { IsTest: true } test => Of(test.Operand),
        SelectNode select => Plus(Of(select.Operand), select.Operand.Type.Kind is CelKind.Map or CelKind.Object ? 1UL : 0),
        CallNode call => OfCall(call),
        ListNode list => Plus(ListCost, Sum(list.Items)),
        MapNode map => Plus(MapCost, Sum(map.Entries.SelectMany(static e => (Node[])[e.Key, e.Value]))),
        ComprehensionNode walk => OfWalk(walk),
        LetNode let => Plus(Of(let.Value), Of(let.Body)),
        _ => 0,
    };

    private static ulong OfWalk(ComprehensionNode walk) =>
        Plus(Sum([walk.Range, walk.Start, walk.Result]), Times(Size(walk.Range), Plus(Of(walk.Condition), Of(walk.Step))));

    private static ulong OfCall(CallNode call)
    {
        var all = call.All.ToList();
        var costs = Sum(all);
        if (call.Function == Operators.Conditional) return Plus(Of(all[0]), Math.Max(Of(all[1]), Of(all[2])));
        if (call.Function is Operators.And or Operators.Or) return costs;
        return Plus(costs, call.Function switch
        {
            Operators.Equal or Operators.Unequal => Scale(Math.Min(Size(all[0]), Size(all[1])), PerCharacter),
            Operators.Less or Operators.LessOrEqual or Operators.Greater or Operators.GreaterOrEqual when IsText(all[0].Type) =>
                Scale(Math.Min(Size(all[0]), Size(all[1])), PerCharacter),
            Operators.In when all[1].Type.Kind == CelKind.List => Size(all[1]),
            Operators.Add when call.Type.Kind is CelKind.String or CelKind.Bytes => Scale(Plus(Size(all[0]), Size(all[1])), PerCharacter),
            "startsWith" or "endsWith" => Scale(Size(all[1]), PerCharacter),
            "contains" => Times(Scale(Size(all[0]), PerCharacter), Scale(Size(all[1]), PerCharacter)),
            "matches" or "find" or "findAll" => Times(Scale(Plus(Size(all[0]), 1), PerCharacter), Scale(Size(all[1]), PerPatternCharacter)),
            "isSorted" or "sum" or "min" or "max" or "indexOf" or "lastIndexOf" when all[0].Type.Kind == CelKind.List =>
                Times(Size(all[0]), OfItem(all[0].Type.Arguments[0])),
            "indexOf" or "lastIndexOf" or "lowerAscii" or "upperAscii" or "substring" or "trim" or "url" or "bytes" or "format" when all.Count > 0 =>
                Scale(Size(all[0]), PerCharacter),
            "replace" or "split" => Scale(Size(all[0]), 2 * PerCharacter),
            "join" => Scale(Joined(call), PerCharacter),
            "sets.contains" or "sets.intersects" => Plus(Times(Size(all[0]), Size(all[1])), 1),
            "sets.equivalent" => Plus(Times(2, Times(Size(all[0]), Size(all[1]))), 1),
            "validate" when all.Count > 1 => Times(Scale(Size(all[1]), PerCharacter), (ulong)(LongestFormat * PerPatternCharacter)),
            _ => 1,
        });
    }

    private static bool IsText(CelType type) => type.Kind is CelKind.String or CelKind.Bytes;

    /// <summary>What it takes to compare one item of a list.</summary>
    private static ulong OfItem(CelType item) => IsText(item) ? Plus(1, Scale(Most(item), PerCharacter)) : 1;

    /// <summary>The longest text that <c>join</c> can make.</summary>
    private static ulong Joined(CallNode join)
    {
        var all = join.All.ToList();
        var items = Size(all[0]);
        var most = all[0].Type is { Kind: CelKind.List, Arguments: [var item, ..] } ? Most(item) : 1;
        return Plus(Times(items, most), all.Count > 1 && items > 0 ? Times(Size(all[1]), items - 1) : 0);
    }

    /// <summary>The longest text that <c>replace</c> can make: as many of the shortest parts as there can be become the longest ones.</summary>
    private static ulong Replaced(CallNode replace)
    {
        var all = replace.All.ToList();
        var (size, most) = (Size(all[0]), Size(all[2]));
        var least = all[1] is LiteralNode { Value: string text } ? (ulong)text.Length : 0;
        if (least == 0) return Plus(Times(Plus(size, 1), most), size);
        return most <= least ? size : Times(((size - 1) / least) + 1, most);
    }

    /// <summary>How many items, entries or characters a value has at most.</summary>
    private static ulong Size(Node node) => node switch
    {
        LiteralNode { Value: string text } => (ulong)text.Length,
        LiteralNode { Value: byte[] bytes } => (ulong)bytes.Length,
        ListNode list => (ulong)list.Items.Count,
        MapNode map => (ulong)map.Entries.Count,
        // What macros make of a list is as long as the list.
        ComprehensionNode walk when walk.Type.Kind is CelKind.List or CelKind.Map => Size(walk.Range),
        CallNode { Function: Operators.Add } add when add.Type.Kind is CelKind.String or CelKind.Bytes or CelKind.List => Plus(Size(add.Arguments[0]), Size(add.Arguments[1])),
        CallNode { Function: "split" or "find" or "findAll" or "lowerAscii" or "upperAscii" or "substring" or "trim" or "url" } made => made.All.Select(Size).First(),
        CallNode { Function: "join" } join => Joined(join),
        CallNode { Function: "replace" } replace when replace.All.Count() > 2 => Replaced(replace),
        CallNode { Function: Operators.Conditional } choice => Math.Max(Size(choice.Arguments[1]), Size(choice.Arguments[2])),
        _ => Most(node.Type),
    };

    private static ulong Most(CelType type) => type.MostElements is { } most ? (ulong)Math.Max(most, 0) : type.Kind is CelKind.String or CelKind.Bytes or CelKind.List or CelKind.Map ? 1UL : 0;

    private static ulong Sum(IEnumerable<Node> nodes) => nodes.Aggregate(0UL, static (sum, n) => Plus(sum, Of(n)));

    private static ulong Plus(ulong left, ulong right) => left > ulong.MaxValue - right ? ulong.MaxValue : left + right;

    public static ulong Times(ulong left, ulong right) => right != 0 && left > ulong.MaxValue / right ? ulong.MaxValue : left * right;

    private static ulong Scale(ulong size, double factor) => size > ulong.MaxValue / 2 ? ulong.MaxValue : (ulong)Math.Ceiling(size * factor);
}

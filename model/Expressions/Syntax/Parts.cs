namespace Orleans.Kube.Model.Expressions.Syntax;

/// <summary>What a node is made of.</summary>
internal static class Parts
{
    public static IEnumerable<Node> Of(Node node) => node switch
    {
        SelectNode select => [select.Operand],
        CallNode call => call.All,
        ListNode list => list.Items,
        MapNode map => map.Entries.SelectMany(static e => (Node[])[e.Key, e.Value]),
        ComprehensionNode walk => [walk.Range, walk.Start, walk.Condition, walk.Step, walk.Result],
        LetNode let => [let.Value, let.Body],
        _ => [],
    };

    /// <summary>The node and all below it.</summary>
    public static IEnumerable<Node> All(Node node) => Of(node).SelectMany(All).Prepend(node);
}

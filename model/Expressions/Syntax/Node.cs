using Orleans.Kube.Model.Expressions.Types;

namespace Orleans.Kube.Model.Expressions.Syntax;

/// <summary>A part of an expression, macros expanded.</summary>
/// <param name="at">Where it stands in the text: its operator's position for an operation.</param>
internal abstract class Node(int at)
{
    public int At { get; } = at;

    /// <summary>What the checker found it to be.</summary>
    public CelType Type { get; set; } = CelType.Dyn;
}

internal sealed class LiteralNode(int at, object? value) : Node(at)
{
    public object? Value { get; } = value;
}

internal sealed class NameNode(int at, string name) : Node(at)
{
    public string Name { get; } = name;
}

/// <summary>A field of a value, or (as in <c>has(a.b)</c>) whether it is there.</summary>
internal sealed class SelectNode(int at, Node operand, string field, bool isTest = false) : Node(at)
{
    public Node Operand { get; } = operand;

    public string Field { get; } = field;

    public bool IsTest { get; } = isTest;
}

/// <summary>A call of a function or an operator; <paramref name="target"/> is what stands before the dot, if anything.</summary>
internal sealed class CallNode(int at, string function, Node? target, IReadOnlyList<Node> arguments) : Node(at)
{
    public string Function { get; } = function;

    public Node? Target { get; } = target;

    public IReadOnlyList<Node> Arguments { get; } = arguments;

    /// <summary>The target, if any, and the arguments.</summary>
    public IEnumerable<Node> All => Target is null ? Arguments : Arguments.Prepend(Target);
}

/// <summary>A list; some of the items may be optional, as in <c>[?a]</c>.</summary>
internal sealed class ListNode(int at, IReadOnlyList<Node> items, IReadOnlySet<int> optional) : Node(at)
{
    public IReadOnlyList<Node> Items { get; } = items;

    public IReadOnlySet<int> Optional { get; } = optional;
}

internal sealed class MapNode(int at, IReadOnlyList<MapEntry> entries) : Node(at)
{
    public IReadOnlyList<MapEntry> Entries { get; } = entries;
}

internal sealed record MapEntry(Node Key, Node Value, bool IsOptional);

/// <summary>
/// What the macros become: a walk over a list, or the keys of a map, that carries a result along. The result starts as <see cref="Start"/>, each
/// step replaces it while <see cref="Condition"/> holds, <see cref="Result"/> is what comes of it.
/// </summary>
internal sealed class ComprehensionNode(int at) : Node(at)
{
    /// <summary>The name of the result within condition and step. No identifier can be like it.</summary>
    public const string Accumulator = "@result";

    public required Node Range { get; init; }

    public required string Variable { get; init; }

    /// <summary>The name of the value, where keys (or indices) have one of their own.</summary>
    public string? SecondVariable { get; init; }

    public required Node Start { get; init; }

    public required Node Condition { get; init; }

    public required Node Step { get; init; }

    public required Node Result { get; init; }
}

/// <summary>A name for a value within an expression; what optMap becomes.</summary>
internal sealed class LetNode(int at, string name, Node value, Node body) : Node(at)
{
    public string Name { get; } = name;

    public Node Value { get; } = value;

    public Node Body { get; } = body;
}

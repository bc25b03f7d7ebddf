using System.Collections.Immutable;
using Orleans.Kube.Model.Expressions.Library;

namespace Orleans.Kube.Model.Expressions.Syntax;

/// <summary>Calls that are written as functions and mean a walk: has, all, exists, exists_one, map, filter, and those of optional values.</summary>
internal static class Macros
{
    private static readonly ImmutableHashSet<int> NoneOptional = [];

    /// <summary>What a call means: a macro's expansion, or the call itself.</summary>
    public static Node Expand(int at, string name, Node? target, List<Node> arguments, List<SourceError> errors)
    {
        if (target is null)
        {
            if (name != "has" || arguments.Count != 1) return new CallNode(at, name, target, arguments);
            if (arguments[0] is SelectNode { IsTest: false } field) return new SelectNode(at, field.Operand, field.Field, isTest: true);
            errors.Add(new SourceError(at, "invalid argument to has() macro"));
            return arguments[0];
        }

        return (name, arguments.Count) switch
        {
            ("optMap", 2) or ("optFlatMap", 2) => Optional(at, name, target, arguments, errors),
            ("all" or "exists" or "exists_one" or "existsOne" or "map" or "filter", 2) => Walk(at, name, target, [arguments[0]], null, arguments[1], errors),
            ("map", 3) => Walk(at, name, target, [arguments[0]], arguments[1], arguments[2], errors),
            ("all" or "exists" or "existsOne" or "exists_one" or "transformList" or "transformMap", 3) => Walk(at, name, target, [arguments[0], arguments[1]], null, arguments[2], errors),
            ("transformList" or "transformMap", 4) => Walk(at, name, target, [arguments[0], arguments[1]], arguments[2], arguments[3], errors),
            _ when NameOf(target) is { } space && FunctionTable.Standard.Knows($"{space}.{name}") => new CallNode(at, $"{space}.{name}", null, arguments),
            _ => new CallNode(at, name, target, arguments),
        };
    }

    /// <summary>The name that a chain of names is: <c>a.b</c>; null for anything else.</summary>
    public static string? NameOf(Node node) => node switch
    {
        NameNode name => name.Name,
        SelectNode { IsTest: false } select when NameOf(select.Operand) is { } before => $"{before}.{select.Field}",
        _ => null,
    };

    private static Node Walk(int at, string name, Node range, Node[] variables, Node? filter, Node body, List<SourceError> errors)
    {
        foreach (var variable in variables)
        {
            if (variable is NameNode) continue;
            errors.Add(new SourceError(variable.At, "argument must be a simple name"));
            return body;
        }

        var names = variables.Select(static v => ((NameNode)v).Name).ToArray();
        Node Result() => new NameNode(at, ComprehensionNode.Accumulator);
        Node Literal(object value) => new LiteralNode(at, value);
        Node Call(string function, params Node[] arguments) => new CallNode(at, function, null, arguments);
        Node When(Node? condition, Node step) => condition is null ? step : Call(Operators.Conditional, condition, step, Result());
        Node Append(Node item) => Call(Operators.Add, Result(), new ListNode(at, [item], NoneOptional));
        var (start, condition, step, result) = name switch
        {
            "all" => (Literal(true), Call(Operators.NotStrictlyFalse, Result()), Call(Operators.And, Result(), body), Result()),
            "exists" => (Literal(false), Call(Operators.NotStrictlyFalse, Call(Operators.Not, Result())), Call(Operators.Or, Result(), body), Result()),
            "exists_one" or "existsOne" => (Literal(0L), Literal(true), When(body, Call(Operators.Add, Result(), Literal(1L))), Call(Operators.Equal, Result(), Literal(1L))),
            "filter" => (new ListNode(at, [], NoneOptional), Literal(true), When(body, Append(new NameNode(at, names[0]))), Result()),
            "transformMap" => (new MapNode(at, []), Literal(true), When(filter, Call("@mapInsert", Result(), new NameNode(at, names[0]), body)), Result()),
            _ => (new ListNode(at, [], NoneOptional), Literal(true), When(filter, Append(body)), Result()),
        };
        return new ComprehensionNode(at)
        {
            Range = range, Variable = names[0], SecondVariable = names.ElementAtOrDefault(1), Start = start, Condition = condition, Step = step, Result = result,
        };
    }

    private static Node Optional(int at, string name, Node target, List<Node> arguments, List<SourceError> errors)
    {
        if (arguments[0] is not NameNode variable)
        {
            errors.Add(new SourceError(arguments[0].At, $"{name}() variable name must be a simple identifier"));
            return arguments[1];
        }

        var body = name == "optMap" ? new CallNode(at, "optional.of", null, [arguments[1]]) : arguments[1];
        return new CallNode(at, Operators.Conditional, null,
        [
            new CallNode(at, "hasValue", target, []),
            new LetNode(at, variable.Name, new CallNode(at, "value", target, []), body),
            new CallNode(at, "optional.none", null, []),
        ]);
    }
}

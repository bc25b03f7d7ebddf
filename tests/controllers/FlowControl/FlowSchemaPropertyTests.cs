using Orleans.Kube.Controllers.FlowControl;
using Orleans.Kube.Model.FlowControl;

namespace Orleans.Kube.Controllers.Tests.FlowControl;

/// <summary>Priority levels come and go under a flow schema that others write to as well.</summary>
public sealed class FlowSchemaPropertyTests
{
    [Fact]
    public void It_is_dangling_while_its_level_is_not_there_and_the_rest_of_it_is_nobodys() => Script.ForAll(static script =>
    {
        var (now, levels) = (new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new HashSet<string>());
        var schema = new FlowSchema { Spec = new FlowSchemaSpec { PriorityLevelConfiguration = new() { Name = "a" } } };
        while (script.HasMore)
        {
            now += TimeSpan.FromSeconds(1 + script.Choose(100));
            switch (script.Choose(4))
            {
                case 0 when script.Pick(["a", "b"]) is var level && !levels.Add(level):
                    levels.Remove(level);
                    break;
                case 1:
                    schema = schema with { Spec = schema.Spec with { PriorityLevelConfiguration = new() { Name = script.Pick(["a", "b"]) }, MatchingPrecedence = script.Choose(100) } };
                    break;
                case 2:
                    var foreign = new FlowSchemaCondition { Type = $"example.com/{script.Choose(3)}", Status = "True", LastTransitionTime = now };
                    schema = schema with { Status = new() { Conditions = [.. schema.Status.Conditions.Where(c => c.Type != foreign.Type), foreign] } };
                    break;
            }

            var isThere = levels.Contains(schema.Spec.PriorityLevelConfiguration.Name);
            if (FlowSchemaPlanner.Plan(schema, isThere, now) is not { } next) continue;

            (next with { Status = schema.Status }).ShouldBe(schema);
            Others(next).ShouldBe(Others(schema));
            var (before, after) = (Dangling(schema), Dangling(next).ShouldNotBeNull());
            after.Status.ShouldBe(isThere ? "False" : "True");
            after.Message.ShouldContain($"\"{schema.Spec.PriorityLevelConfiguration.Name}\"");
            (after.LastTransitionTime, before == after).ShouldBe((now, false));
            FlowSchemaPlanner.Plan(next, isThere, now.AddDays(1)).ShouldBeNull();
            if (script.Choose(4) > 0) schema = next;
        }
    });

    private static FlowSchemaCondition? Dangling(FlowSchema schema) => schema.Status.Conditions.SingleOrDefault(static c => c.Type == FlowSchemaConditionType.Dangling);

    private static IEnumerable<FlowSchemaCondition> Others(FlowSchema schema) => schema.Status.Conditions.Where(static c => c.Type != FlowSchemaConditionType.Dangling);
}

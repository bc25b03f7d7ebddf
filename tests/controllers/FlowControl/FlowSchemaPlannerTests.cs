using Orleans.Kube.Controllers.FlowControl;
using Orleans.Kube.Model.FlowControl;

namespace Orleans.Kube.Controllers.Tests.FlowControl;

public sealed class FlowSchemaPlannerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly FlowSchema Schema = new() { Spec = new FlowSchemaSpec { PriorityLevelConfiguration = new() { Name = "high" } } };

    [Theory]
    [InlineData(true, "False Found This FlowSchema references the PriorityLevelConfiguration object named \"high\" and it exists")]
    [InlineData(false, "True NotFound This FlowSchema references the PriorityLevelConfiguration object named \"high\" but there is no such object")]
    public void A_schema_tells_whether_its_level_is_there(bool hasLevel, string told)
    {
        var changed = FlowSchemaPlanner.Plan(Schema, hasLevel, Noon)!;

        var condition = changed.Status.Conditions.ShouldHaveSingleItem();
        $"{condition.Status} {condition.Reason} {condition.Message}".ShouldBe(told);
        condition.LastTransitionTime.ShouldBe(Noon);
        FlowSchemaPlanner.Plan(changed, hasLevel, Noon.AddDays(1)).ShouldBeNull();
        var other = changed with { Spec = new FlowSchemaSpec { PriorityLevelConfiguration = new() { Name = "low" } } };
        FlowSchemaPlanner.Plan(other, hasLevel, Noon.AddDays(1))!.Status.Conditions.ShouldHaveSingleItem().LastTransitionTime.ShouldBe(Noon.AddDays(1));
        FlowSchemaPlanner.Plan(changed, !hasLevel, Noon.AddDays(1))!.Status.Conditions.ShouldHaveSingleItem().LastTransitionTime.ShouldBe(Noon.AddDays(1));
    }
}

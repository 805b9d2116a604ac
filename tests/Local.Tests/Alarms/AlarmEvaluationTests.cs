using SensorWatch.Local.Alarms;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Alarms;

public class AlarmEvaluationTests
{
    // X breaches, 0 does not, - is missing; the newest is the last.
    [Theory]
    [InlineData("0X0", 2, "missing", "OK")]
    [InlineData("X0X", 2, "missing", "ALARM")]
    [InlineData("XXX", 3, "missing", "ALARM")]
    [InlineData("---", 1, "missing", "INSUFFICIENT_DATA")]
    [InlineData("---", 1, "ignore", "ALARM")]
    [InlineData("---", 3, "breaching", "ALARM")]
    [InlineData("---", 1, "notBreaching", "OK")]
    [InlineData("--X", 3, "missing", "ALARM")]
    [InlineData("--X", 3, "notBreaching", "OK")]
    [InlineData("--X", 3, "breaching", "ALARM")]
    [InlineData("0-X", 3, "missing", "OK")]
    [InlineData("0-X", 2, "breaching", "ALARM")]
    public void Datapoints_make_a_state(string datapoints, int toAlarm, string treatMissingData, string expected) =>
        AlarmEvaluation.Decide(Alarm("GreaterThanThreshold", toAlarm, treatMissingData), AlarmState.Alarm, Read(datapoints)).ShouldBe(expected);

    [Theory]
    [InlineData("GreaterThanThreshold", "OK", "OK", "ALARM")]
    [InlineData("GreaterThanOrEqualToThreshold", "OK", "ALARM", "ALARM")]
    [InlineData("LessThanThreshold", "ALARM", "OK", "OK")]
    [InlineData("LessThanOrEqualToThreshold", "ALARM", "ALARM", "OK")]
    public void Operators_differ_at_the_threshold(string comparison, string below, string at, string above) =>
        new double?[] { 4, 5, 6 }.Select(value => AlarmEvaluation.Decide(Alarm(comparison, 1, "missing"), AlarmState.Ok, [value])).ShouldBe([below, at, above]);

    private static double?[] Read(string datapoints) => [.. datapoints.Select(c => c switch { 'X' => 10.0, '0' => 0.0, _ => (double?)null })];

    private static AlarmResource Alarm(string comparison, int toAlarm, string treatMissingData) => new()
    {
        Resource = new() { Path = "Test/a", StackId = "Test", LogicalId = "a", Type = AlarmResource.Type, PhysicalId = "a", Properties = [] },
        Name = "a",
        Arn = "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a",
        EvaluationPeriods = 3,
        DatapointsToAlarm = toAlarm,
        Threshold = 5,
        ComparisonOperator = comparison,
        TreatMissingData = treatMissingData,
    };
}
